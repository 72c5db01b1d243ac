/** Enters the room that is current. */
export async function join(button, { chat, tell }) {
  button.ariaBusy = "true";
  try {
    await chat.commands.join(chat.current.name);
  } catch (refusal) {
    tell(refusal.message);
  } finally {
    button.ariaBusy = "false";
  }
}
