import { describe, test } from "vitest";
import { conformanceCases, HarnessSubject } from "./conformance/index.ts";
import provider from "./conformance/provider.ts";

describe("the harness does what the runtime does", () => {
  for (const { name, needsProcess, run } of conformanceCases) {
    if (!needsProcess) test(name, () => run(new HarnessSubject(provider)));
  }
});
