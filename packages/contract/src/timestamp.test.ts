import { expect, it } from "vitest";
import { timestampInputSchema } from "./timestamp.ts";

it.each(["0001-01-01T00:00:00Z", "2026-01-31T12:00:00.123456789+05:30", "9999-12-31T23:59:59.999Z"])(
  "a time in a request may be %s",
  (text) => expect(timestampInputSchema.parse(text)).toBe(text),
);

it.each([
  "2026-01-31",
  "2026-02-30T00:00:00Z",
  "0000-12-31T23:59:59Z",
  "0001-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-01:00",
])("a time in a request is refused if it is invalid, or has no year of four digits in UTC: %s", (text) =>
  expect(timestampInputSchema.safeParse(text).success).toBe(false),
);
