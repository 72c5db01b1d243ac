import { parted } from "/static/js/core/files/file_lines.js";
import { PIECE_BYTES, Upload } from "/static/js/core/files/upload.js";
import { waveOf } from "/static/js/core/files/wave.js";
import { sizeText } from "/static/js/core/files/size.js";
import { equal, test } from "./harness.js";

const said = (status, offset, text = "") => {
  const headers = offset === null ? {} : { "Upload-Offset": offset };
  return new Response(status === 204 ? null : text, { status, headers });
};
const { signal } = new AbortController();

/** An upload of three pieces, to a site that answers so; an answer of null is no line. */
function begin(...answers) {
  return beginWith({}, ...answers);
}

function beginWith(more, ...answers) {
  const [asked, came, pauses] = [[], [], []];
  const ask = async (method, { offset, body }) => {
    asked.push([method, offset ?? null, body?.size ?? null]);
    const answer = answers.shift();
    if (answer === null) throw new TypeError("no line");
    return answer;
  };
  const upload = new Upload({
    file: new Blob([new Uint8Array(2 * PIECE_BYTES + 5)]),
    ...{ ask, random: () => 1, came: (bytes) => came.push(bytes) },
    pause: async (ms) => pauses.push(ms),
    ...more,
  });
  return { upload, asked, came, pauses };
}

async function refusalOf(promise) {
  return promise.then(
    () => "",
    (refusal) => refusal.message,
  );
}

test("a size is said in a unit of which there are few", () => {
  const sizes = [0, 999, 1000, 1_150, 1_250, 9_949, 9_960, 999_499, 999_500, 1_234_567, 2 ** 30, 10 ** 16];
  const small = ["0 B", "999 B", "1 kB", "1.2 kB", "1.3 kB", "9.9 kB", "10 kB", "999 kB"];
  const texts = [...small, "1 MB", "1.2 MB", "1.1 GB", "10,000 TB"];
  equal(sizes.map(sizeText), texts);
});

test("how loud a voice is, is said in few numbers, and nothing loud is left out", () => {
  equal(waveOf([]), []);
  equal(waveOf([0, 0.5, 1]), [0, 50, 100]);
  const heard = Array.from({ length: 1000 }, (_, at) => (at === 999 ? 1 : 0.1));
  equal([waveOf(heard).length, waveOf(heard).at(-1), waveOf(heard)[0]], [64, 100, 10]);
});

test("a file is sent in pieces, each from where the last one ended", async () => {
  const [one, two, all] = [PIECE_BYTES, 2 * PIECE_BYTES, 2 * PIECE_BYTES + 5];
  const { upload, asked, came } = begin(said(204, one), said(204, two), said(201, all));
  await upload.send(signal);
  equal(asked, [["PATCH", 0, one], ["PATCH", one, one], ["PATCH", two, 5]]);
  equal(came, [one, two, all]);
});

test("after a line that broke it goes on from where it had got to", async () => {
  const [half, one, all] = [1000, PIECE_BYTES, 2 * PIECE_BYTES + 5];
  const answers = [null, null, null, said(200, half), said(204, half + one), said(201, all)];
  const { upload, asked, pauses } = begin(...answers);
  await upload.send(signal);
  const methods = ["PATCH", "HEAD", "PATCH", "HEAD", "PATCH", "PATCH"];
  equal(asked.map(([method]) => method), methods);
  equal(asked[4], ["PATCH", half, one]);
  equal(pauses, [1000, 2000]);
});

test("whose last answer was lost is whole, and is not sent again", async () => {
  const all = 2 * PIECE_BYTES + 5;
  const { upload, asked } = begin(said(204, 2 * PIECE_BYTES), null, said(200, all));
  await upload.send(signal);
  equal(asked.at(-1)[0], "HEAD");
});

test("what a page before this one has sent is not sent again", async () => {
  const [half, all] = [PIECE_BYTES + 1000, 2 * PIECE_BYTES + 5];
  const { upload, asked } = beginWith({ isBegun: true }, said(200, half), said(201, all));
  await upload.send(signal);
  equal(asked, [["HEAD", null, null], ["PATCH", half, PIECE_BYTES - 995]]);
  const whole = beginWith({ isBegun: true }, said(200, all));
  await whole.upload.send(signal);
  equal(whole.asked.length, 1);
});

test("what is refused is said, and another try goes on", async () => {
  const [one, all] = [PIECE_BYTES, 2 * PIECE_BYTES + 5];
  const full = said(507, null, "The disk is full.\n");
  const { upload, asked } = begin(said(204, one), full, said(201, all));
  equal(await refusalOf(upload.send(signal)), "The disk is full.");
  await upload.send(signal);
  equal(asked.at(-1).slice(0, 2), ["PATCH", one]);
});

test("what cannot be taken just now is tried some times", async () => {
  const busy = () => [said(409, null, "Not now."), said(200, 0)];
  const { upload, asked } = begin(...Array.from({ length: 9 }, busy).flat());
  equal(await refusalOf(upload.send(signal)), "Not now.");
  equal(asked.filter(([method]) => method === "PATCH").length, 6);
});

test("the words of a message stand above its files", () => {
  const files = "📎 `plan.pdf` (9 B)\n📎 `view.png` (2.1 MB)";
  equal(parted(`so\nmuch\n${files}`), ["so\nmuch", files]);
  equal(parted(files), ["", files]);
  equal(parted("no file"), ["no file", ""]);
  equal(parted("📎 `no file\nit is"), ["📎 `no file\nit is", ""]);
});
