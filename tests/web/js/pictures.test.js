import { fitting } from "/static/js/core/files/pictures.js";
import { sizesOf } from "/static/js/panels/files/picture_sizes.js";
import { equal, test } from "./harness.js";

test("a picture is as large as there is room, and never larger than it is", () => {
  const fit = (width, height) => fitting({ width, height }, 320, 192);
  equal(fit(4000, 3000), [256, 192]);
  equal(fit(4000, 1000), [320, 80]);
  equal(fit(30, 20), [30, 20]);
  equal(fit(1, 9000), [1, 192]);
});

test("a browser is told how wide each is of what there is", () => {
  const picture = { href: "/f/me.jpg", width: 3000, height: 4000, media: "image/jpeg" };
  const smaller = ["240w", "360w", "1200w"].map(
    (width, at) => `/f/me.jpg?thumbnail=${[320, 480, 1600][at]}.webp ${width}`,
  );
  equal(sizesOf(picture), [...smaller, "/f/me.jpg 3000w"].join(", "));
  for (const media of ["image/heic", "application/pdf"])
    equal(sizesOf({ ...picture, media }), smaller.join(", "));
});
