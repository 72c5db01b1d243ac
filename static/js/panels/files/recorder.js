/**
 * A voice message: recorded by a button, its loudness drawn meanwhile; it ends by the
 * same button, as it is shared, or after some minutes.
 */
import { say } from "../../words/words.js";
import { waveOf } from "../../core/files/wave.js";

// The first of these that a browser records is taken; all browsers play the first two.
const ENDINGS = { "audio/webm;codecs=opus": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
// A minute takes some 240 kB.
const BITS_PER_SECOND = 32_000;
const SECONDS_MOST = 300;
const STEP_MS = 100;
// In pixels, and how many of them fit.
const [BAR, BARS] = [3, 80];
// Nobody speaks as loud as it could be.
const GAIN = 4;

export class Recorder {
  #current = null;
  #root;
  #clock;
  #done;
  #told;

  /**
   * `done(file, {wave, seconds})` is given what was recorded, and how it sounds;
   * `told(text)` says why it cannot be.
   */
  constructor(root, { clock, done, told }) {
    [this.#root, this.#clock, this.#done, this.#told] = [root, clock, done, told];
    root.hidden = !typeHere();
    this.#button.addEventListener("click", () => (this.#current ? this.finish() : this.#begin()));
  }

  /** What is being recorded, if anything is, ends; unless it is let go, it is shared. */
  async finish({ isLetGo = false } = {}) {
    const { recorder, stream, context, chunks, ended, type, heard } = this.#current ?? {};
    if (!recorder) return;
    this.#current = null;
    recorder.stop();
    await ended;
    context.close();
    close(stream);
    this.#press(false);
    const file = new File(chunks, `voice.${ENDINGS[type]}`, { type });
    // Who ends at once has said nothing.
    const seconds = Math.round((heard.length * STEP_MS) / 1000);
    if (!isLetGo && file.size) this.#done(file, { wave: waveOf(heard), seconds });
  }

  async #begin() {
    this.#told("");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.#told(say("The microphone cannot be used."));
      return;
    }
    // It may have been closed while the browser asked.
    if (this.#root.closest("dialog").open && !this.#current) this.#record(stream);
    else close(stream);
  }

  #record(stream) {
    const [type, chunks, context] = [typeHere(), [], new AudioContext()];
    const how = { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND };
    const recorder = new MediaRecorder(stream, how);
    recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const heard = [];
    this.#current = { recorder, stream, context, chunks, ended, type, heard };
    recorder.start();
    this.#press(true);
    this.#listen(recorder, analyser, heard);
  }

  #listen(recorder, analyser, heard) {
    if (recorder !== this.#current?.recorder) return;
    heard.push(loudness(analyser));
    this.#draw(heard);
    if (heard.length * STEP_MS >= SECONDS_MOST * 1000) this.finish();
    else this.#clock.after(STEP_MS, () => this.#listen(recorder, analyser, heard));
  }

  /** The last of them, each as a bar around the middle. */
  #draw(heard) {
    const canvas = this.#root.querySelector("canvas");
    const { width, height } = canvas;
    const pen = canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(canvas).color;
    pen.clearRect(0, 0, width, height);
    heard.slice(-BARS).forEach((share, at) => {
      const high = Math.max(1, share * height);
      pen.fillRect(at * BAR, (height - high) / 2, BAR - 1, high);
    });
  }

  #press(isOn) {
    this.#button.ariaPressed = String(isOn);
    this.#root.classList.toggle("is-recording", isOn);
  }

  get #button() {
    return this.#root.querySelector("button");
  }
}

function typeHere() {
  if (!navigator.mediaDevices || !globalThis.MediaRecorder) return undefined;
  return Object.keys(ENDINGS).find((type) => MediaRecorder.isTypeSupported(type));
}

/** From silence, 0, to 1. */
function loudness(analyser) {
  const wave = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(wave);
  const power = wave.reduce((sum, each) => sum + each * each, 0) / wave.length;
  return Math.min(1, GAIN * Math.sqrt(power));
}

function close(stream) {
  for (const track of stream.getTracks()) track.stop();
}
