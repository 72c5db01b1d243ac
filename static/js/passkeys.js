/* Passkeys in the forms of account pages: one with `data-passkey` has a passkey shown or
 * made when it is sent, and is sent with what the browser has answered. It is hidden
 * where a browser knows none of that (WebAuthn Level 3, §5.1.8 and §5.1.9). */
const WAYS = {
  show: (options, how) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey, ...how });
  },
  make: (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  },
};
// Of two questions at once, browsers take none: the one beside a field gives way.
const beside = new AbortController();

const send = async (form, how) => {
  const { options, passkey } = form.dataset;
  const asked = await fetch(options, { method: "POST", body: new FormData(form) });
  if (!asked.ok) throw new Error(asked.status);
  const credential = await WAYS[passkey](await asked.json(), how);
  form.querySelector("[name$=credential]").value = JSON.stringify(credential);
  form.submit();
};

const press = async (form) => {
  const problem = form.querySelector(".passkey-problem");
  problem.hidden = true;
  beside.abort();
  try {
    await send(form);
  } catch {
    problem.hidden = false;
  }
};

/* Passkeys stand among the names that the browser offers to fill in (§5.1.4, §14.6). */
const offerBeside = async (form) => {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  await send(form, { mediation: "conditional", signal: beside.signal });
};

const isKnown = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;
for (const form of isKnown ? document.querySelectorAll("[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    press(form);
  });
  // Whoever takes another way has not failed.
  if ("beside" in form.dataset) offerBeside(form).catch(() => {});
}
