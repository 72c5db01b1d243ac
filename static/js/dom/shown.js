/** Whether an element is there, and can be seen. */
export function isShown(element) {
  return element?.checkVisibility({ visibilityProperty: true }) ?? false;
}
