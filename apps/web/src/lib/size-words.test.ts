import { expect, it } from "vitest";
import { sizeWords } from "./size-words.ts";

it.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1024, "1 KiB"],
  [26_214_400, "25 MiB"],
  [107_374_182_400, "100 GiB"],
])("%d bytes are %s", (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});
