/** How push services know a browser (https://www.w3.org/TR/push-api/). */

/**
 * Have pushes come by the site's `key`, and return what the site needs for that, as the
 * wire has it. Where they come already, it is the same. Rejects where there are none.
 */
export async function subscribe(pushManager, key) {
  const how = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint, keys } = (await pushManager.subscribe(how)).toJSON();
  return { endpoint, key: keys.p256dh, auth: keys.auth };
}
