/** Wait for what somebody wants; `tell` them why, if it is refused. Whether it was done. */
export async function attempt(done, tell) {
  try {
    await done;
    return true;
  } catch (refusal) {
    tell(refusal.message);
    return false;
  }
}
