/** A person's initial; its colour is the style sheet's, by the name. */
export function fillAvatar(avatar, name) {
  // A title may begin with what keeps the name in it apart.
  const bare = name.replace("\u2068", "");
  avatar.dataset.avatar = bare.toLowerCase();
  avatar.textContent = [...bare].slice(0, 1).join("").toUpperCase();
}

/** The page's sheet of them has a rule for each picture: what it gets is the last one. */
export function showAvatar({ name, href }) {
  const { sheet } = document.getElementById("avatars");
  if (!sheet) return; // it has not come, and brings this along
  const { cssRules: rules } = sheet;
  const shown = href && `background-image:url("${href}");background-size:cover;color:#0000`;
  const rule = `[data-avatar="${CSS.escape(name.toLowerCase())}"]{${shown}}`;
  const { selectorText } = rules[sheet.insertRule(rule, rules.length)];
  const former = [...rules].findIndex((each) => each.selectorText === selectorText);
  if (former < rules.length - 1) sheet.deleteRule(former);
}
