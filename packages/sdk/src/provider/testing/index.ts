export { type HarnessInput, type HarnessOptions, ProviderHarness } from "./harness.ts";
export type { HarnessPlatform } from "./platform.ts";
export type {
  HarnessCall,
  HarnessCandidate,
  HarnessError,
  HarnessHealthResult,
  HarnessIdentityResult,
  HarnessImportResult,
  HarnessListResult,
  HarnessLogsResult,
  HarnessReadResult,
  HarnessResult,
} from "./results.ts";
