/** A person's initial; its colour is the style sheet's, by the name. */
export function fillAvatar(avatar, name) {
  // A title may begin with what keeps the name in it apart.
  const bare = name.replace("\u2068", "");
  avatar.dataset.avatar = bare.toLowerCase();
  avatar.textContent = [...bare].slice(0, 1).join("").toUpperCase();
}

/** The page's sheet of them has a rule for each picture. */
export function showAvatar({ name, href }) {
  const { sheet } = document.getElementById("avatars");
  if (!sheet) return; // it has not come, and brings this along
  const shown = href && `background-image:url("${href}");background-size:cover;color:#0000`;
  const its = ruleOf(sheet, name);
  if (its) its.style.cssText = shown;
  else sheet.insertRule(`${selectorOf(name)}{${shown}}`);
}

/** The event `renamed`: the picture goes along with the name. */
export function renameAvatar({ former, person, gone }) {
  const { sheet } = document.getElementById("avatars");
  // What a guest has said who is gone stays under the name that it had.
  const its = sheet && !gone && ruleOf(sheet, former);
  if (its) its.selectorText = selectorOf(person.name);
}

function ruleOf({ cssRules }, name) {
  const shown = document.createElement("i");
  fillAvatar(shown, name);
  return [...cssRules].find(({ selectorText }) => shown.matches(selectorText));
}

function selectorOf(name) {
  return `[data-avatar="${CSS.escape(name.toLowerCase())}"]`;
}
