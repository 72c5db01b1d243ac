/** A person's initial; its colour is the style sheet's, by the name. */
export function fillAvatar(avatar, name) {
  avatar.dataset.avatar = name.toLowerCase();
  avatar.textContent = [...name].slice(0, 1).join("").toUpperCase();
}
