import { expect, it } from "vitest";
import type { KnownType } from "../foundation/types/index.ts";
import { fingerprint } from "./decide/fingerprint.ts";
import { leftAs } from "./write/snapshot.ts";

const WITH_ALL = {
  created_at: "2026-11-29 12:00:00+00",
  generation: 3,
  tags: ["a", "b"],
  has_tags: true,
  owner_references: '[{"provider":"test","resource":"item","name":"b"}]',
  deletion_protected: true,
  handling: null,
  set: "shop",
  deleting_since: "2026-11-29 12:00:01+00",
};
const BARE = {
  created_at: "2026-11-29 12:00:00+00",
  generation: 1,
  tags: [],
  has_tags: false,
  owner_references: "[]",
  deletion_protected: false,
  handling: null,
  set: null,
  deleting_since: null,
};

// Literals, since changes and plans of 0.1.0 are stored with them: others would have each revert refused, and each plan stale.
it("are those of the first release", () => {
  expect(leftAs(WITH_ALL)).toBe("E-OSmmrWW6eTdC0mqol42vf4r45ojTJxMhjEYfWL8OY");
  expect(leftAs(BARE)).toBe("Cy_OuA90DPjC9H3eMrHRUPD9GqTklnJdfH0WyhInW2E");
  const type = { version: "7", schemaId: "s" } as KnownType;
  expect(fingerprint(WITH_ALL, type)).toBe("0rz63hp1an3f20p6anRbjHLMIEnAROwFsy1DkwtRf50");
  expect(fingerprint(BARE, undefined)).toBe("iVQc7JgLNZ2x47N_w6TgZfDg22cRilTNb9Xh0qz3EVI");
});
