/** A person's initial; its colour is the style sheet's, by the name. */
export function fillAvatar(avatar, name) {
  // A title may begin with what keeps the name in it apart.
  const bare = name.replace("\u2068", "");
  avatar.dataset.avatar = bare.toLowerCase();
  avatar.textContent = [...bare].slice(0, 1).join("").toUpperCase();
}
