/** The push service calls this browser otherwise by now: the site is to push there. */
import { onLine } from "./line.js";
import { subscribe } from "../browser/subscription.js";

/**
 * `former`: what it was called, if the browser says so: that device goes, and what was
 * chosen for it stays. Of one that is not known it is not known either whether what was
 * said may stand there: so it does not.
 */
export async function renew({ open, pushManager, former, platform }) {
  await onLine(open, async (_, ask) => {
    const { devices, server_key: key } = await ask({ type: "devices", ref: "devices" });
    const own = devices.find(({ endpoint }) => endpoint === former);
    const { name, text } = own ?? { name: platform, text: false };
    const its = { ...(await subscribe(pushManager, key)), name, text };
    const { code } = await ask({ type: "add_device", ref: "add", ...its });
    if (own && !code) await ask({ type: "remove_device", ref: "remove", id: own.id });
  });
}
