import { expect, it } from "vitest";
import { reportLines } from "../src/report.ts";
import { runFuzz } from "../src/run-fuzz.ts";

/** Other requests than these are sent by `npm run fuzz`, which takes any seed. */
const OPTIONS = { seed: 24, requests: 3400, from: 0, clients: 8 };

/** Enough to send most operations once. */
const FEW = 400;

/** Operations that hardly ever succeed among so few requests, since it needs what others end at the same time. */
const SELDOM = [
  ...[
    "retryDeadLetter",
    "getDeadLetter",
    "checkResourceHealth",
    "checkResourceDrift",
    "discover",
    "pushProvider",
    "deployProvider",
    "previewDeployment",
  ],
  ...[
    "applyChange",
    "discardChange",
    "revertChange",
    "getSet",
    "deleteSet",
    "retryResource",
    "reapplyResource",
    "discardDraft",
  ],
];

/** Runs requests and expects no faults. */
async function faultless(requests: number): ReturnType<typeof runFuzz> {
  const outcome = await runFuzz({ ...OPTIONS, requests });
  const faults = [...outcome.violations, ...outcome.leaks, ...outcome.errors];
  expect(faults.length === 0 ? [] : reportLines(OPTIONS.seed, outcome)).toEqual([]);
  expect(outcome.masked).toBeGreaterThan(0);
  return outcome;
}

const TITLE = "is answered as the document says, and no secret is shown, logged or stored";

it(`what is sent first ${TITLE}`, async () => {
  const { statuses } = await faultless(FEW);
  expect(Object.keys(statuses).length).toBeGreaterThan(40);
});

it(`whatever is sent ${TITLE}`, { tags: ["thorough"], timeout: 300_000 }, async () => {
  const { statuses, unsent } = await faultless(OPTIONS.requests);
  // Requests that are all refused would show nothing.
  const refused = Object.entries(statuses)
    .filter(([, counts]) => !Object.keys(counts).some((status) => status.startsWith("2")))
    .map(([operation]) => operation);
  expect(refused.filter((operation) => !SELDOM.includes(operation))).toEqual([]);
  expect(unsent).toEqual([]);
});
