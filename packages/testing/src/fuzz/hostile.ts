import fc from "fast-check";
import { Mark, type Planned, PlannedObject, type Text } from "./mark.ts";

/** Texts that have broken programs: prototype keys, control characters, other notations, boundary values. */
const TEXTS = [
  "",
  " ",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "a\udfff",
  "\u202e",
  "\u200b",
  "\ufeff",
  "💥",
  "É",
  "E\u0301",
  "ß",
  "..",
  ".",
  "../../etc/passwd",
  "/",
  "//",
  "a//b",
  "%",
  "%00",
  "%2e%2e%2f",
  "%zz",
  "+",
  "a b",
  "'; drop table resources; --",
  "\\",
  '"',
  "%' or 1=1 --",
  "${",
  "${}",
  "$${x}",
  "${a/b/c.outputs.d}",
  "${pragma/config/n0.outputs.__proto__}",
  "********",
  "NaN",
  "Infinity",
  "-0",
  "1e999",
  "9007199254740993",
  "-1",
  "0",
  "null",
  "true",
  "{}",
  "[]",
  "<script>alert(1)</script>",
  "\r\nX-Injected: 1",
  "resource:",
  "resource:pragma_config_n0",
  "pragma/config/",
  "2026-02-30T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "0000-01-01T00:00:00Z",
  "20260101.000000",
  "*",
  'W/"x"',
  "00000000-0000-4000-8000-000000000000",
] as const;

/** Just above various limits: tags, ids, segments, idempotency keys, cursors. */
const LENGTHS = [64, 129, 254, 256, 257, 456, 1400, 4097];

export const hostileText: fc.Arbitrary<Text> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Text>(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...LENGTHS).map((length) => new Mark("long", length)) },
);

const NUMBERS = [0, -0, -1, 0.1, 1e21, 2 ** 53, -(2 ** 53) - 2, 2 ** 31, Number.MAX_VALUE, 5e-324];

/** Values of any shape, some of them deep, wide, or larger than a body may be. */
export const hostileValue: fc.Arbitrary<Planned> = fc.oneof(
  { weight: 8, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom<Planned>(null, true, false) },
  { weight: 3, arbitrary: fc.constantFrom<Planned>(...NUMBERS) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map((size) => new Mark("huge-number", size)) },
  { weight: 2, arbitrary: fc.constantFrom(10, 63, 65, 1000, 100_000).map((size) => new Mark("deep", size)) },
  { weight: 2, arbitrary: fc.constantFrom(10, 1000, 20_000, 60_000).map((size) => new Mark("wide", size)) },
  { weight: 1, arbitrary: fc.constantFrom(70_000, 1_200_000).map((size) => new Mark("long", size)) },
  { weight: 2, arbitrary: fc.constant<Planned>([]) },
  { weight: 2, arbitrary: hostileObject(hostileText) },
);

/** An object with hostile keys, one of which may be repeated. */
function hostileObject(value: fc.Arbitrary<Planned>): fc.Arbitrary<Planned> {
  return fc
    .array(fc.tuple(hostileText, value), { maxLength: 3 })
    .map((members) => new PlannedObject([...members, ...members.slice(0, 1)]));
}
