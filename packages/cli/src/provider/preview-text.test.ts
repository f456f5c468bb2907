import { expect, it } from "vitest";
import { previewText } from "./preview-text.ts";

it("says what a deployment breaks by the names of resources, whatever words these have", () => {
  const resources = ["a_1", "b", "c", "d"].map((name) => `resource:s3_user-bucket_${name}`);
  const breaks = [{ type: "s3/user-bucket", reason: "config.size is required", count: 4, resources }];
  const preview = { version: "2", serving: "1", types: [], breaks, broken: 4, can_be_forced: true };
  expect(previewText("s3", preview)).toBe(
    [
      "Deploying s3 2 in place of 1:",
      "4 user-buckets break: size is required",
      "  s3/user-bucket/a_1, s3/user-bucket/b, s3/user-bucket/c and 1 more",
      "The types ask for the same",
    ].join("\n"),
  );
});
