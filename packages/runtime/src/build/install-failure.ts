import { BuildError } from "../build-contract/build-error.ts";
import type { PackageManager } from "./program/plan.ts";

const LOCK_NAMES: Record<PackageManager, string> = {
  npm: "npm install",
  pnpm: "pnpm install",
};

const EXPLANATIONS: { pattern: RegExp; explain: (manager: PackageManager) => string }[] = [
  {
    pattern:
      /can only install packages when|package\.json and .*lock.* (are|in) .*sync|ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|LOCKFILE_MISSING_DEPENDENCY)|lockfile needs to be updated|lock ?file .*(not up to date|out of date)/i,
    explain: (manager) => `The lock file is out of step with package.json: run ${LOCK_NAMES[manager]} and push again`,
  },
  {
    pattern: /EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY|integrity check(sum)? failed|did not match .*integrity/i,
    explain: () => "A package is not the one that the lock file expects (its checksum differs)",
  },
  {
    pattern:
      /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|CERT_|SELF_SIGNED|certificate|error sending request|ERR_SOCKET|getaddrinfo|couldn.t connect/i,
    explain: () => "The package registry cannot be reached",
  },
  {
    pattern:
      /E404|ETARGET|ERR_PNPM_(FETCH_404|NO_MATCHING_VERSION|PACKAGE_NOT_FOUND)|Couldn't find (any versions|package)|Not Found|No (matching )?versions? (found|available)|notarget|404/i,
    explain: () => "A package, or a version of it, is not in the registry",
  },
  { pattern: /ENOSPC|no space left/i, explain: () => "The dependencies take more space than a build has" },
];

/** How much of a line the patterns examine: packages influence the output, and may print a line of megabytes. */
const MAX_LINE_LENGTH = 1000;

/** npm lines that say less than their neighbors. */
const EMPTY_WORDS = /^npm error( |$)(code|errno|syscall|type|A complete log|$)/;

/** Explains in plain words why an install failed, with the tool's own line. */
export function explainInstallFailure(manager: PackageManager, output: string): BuildError {
  const lines = output.split("\n").map((line) => line.slice(0, MAX_LINE_LENGTH).trim());
  const telling = lines.filter((line) => line !== "" && !EMPTY_WORDS.test(line));
  for (const { pattern, explain } of EXPLANATIONS) {
    const line = [...telling, ...lines].find((candidate) => pattern.test(candidate));
    if (line !== undefined) return new BuildError(`${explain(manager)}. ${manager} says: ${shorten(line)}`);
  }
  const last = telling.findLast((line) => /err|fail/i.test(line)) ?? telling.at(-1) ?? "nothing";
  return new BuildError(`The dependencies could not be installed. ${manager} says: ${shorten(last)}`);
}

function shorten(line: string): string {
  return line.replace(/^npm error /, "").slice(0, 500);
}
