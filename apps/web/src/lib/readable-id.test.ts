import { expect, it } from "vitest";
import { readableId } from "./readable-id.ts";

it.each([
  ["resource:pragma_config_my-site.v2", "pragma/config/my-site.v2"],
  ["resource:a_b_c_d", "resource:a_b_c_d"],
  ["resource:a_b", "resource:a_b"],
  ["0190c5a2-0000-7000-8000-000000000000", "0190c5a2-0000-7000-8000-000000000000"],
  ["pragma/config/site", "pragma/config/site"],
])("%s is read as %s", (id, words) => {
  expect(readableId(id)).toBe(words);
});
