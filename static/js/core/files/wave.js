/** How loud a voice is from its beginning to its end, in few numbers. */
const MOST = 64;

/** `heard`: shares of the loudest, from 0 to 1, in order. */
export function waveOf(heard) {
  const count = Math.min(MOST, heard.length);
  const placeOf = (at) => Math.floor((at * heard.length) / count);
  return Array.from({ length: count }, (_, at) => {
    const loudest = Math.max(...heard.slice(placeOf(at), placeOf(at + 1)));
    return Math.round(100 * loudest);
  });
}
