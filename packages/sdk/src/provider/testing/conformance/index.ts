import { adoptCases } from "./cases/adopt.ts";
import { callCases } from "./cases/calls.ts";
import { connectionCases } from "./cases/connections.ts";
import { errorCases } from "./cases/errors.ts";
import { lifeCases } from "./cases/life.ts";
import { logCases } from "./cases/logs.ts";
import { planCases } from "./cases/plan.ts";
import type { ConformanceCase } from "./subject.ts";

export { HarnessSubject } from "./harness-subject.ts";
export {
  CONFORMANCE_MESSAGE_BYTES,
  type ConformanceCall,
  type ConformanceCase,
  type ConformanceErrorKind,
  type ConformanceOutcome,
  type ConformancePlatform,
  type ConformanceSubject,
} from "./subject.ts";
export { type WireCase, wireCases } from "./wire/cases.ts";
export { WireProcess } from "./wire/process.ts";
export { WireSubject } from "./wire/subject.ts";

/** Cases for the calls of any conformance provider, whoever runs it. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...lifeCases,
  ...adoptCases,
  ...errorCases,
  ...logCases,
  ...planCases,
  ...callCases,
  ...connectionCases,
];
