import { execFileSync } from "node:child_process";
import { programsOnPath } from "@pragma/testing/programs";
import manifest from "../../package.json" with { type: "json" };

/** The first major version that the package says it runs on. */
export const OLDEST_MAJOR = Number(/^>=(\d+)/.exec(manifest.engines.node)?.[1]);

/** Where a system's own Node lies; the PATH of a test run begins with the one that came with the dependencies. */
const USUAL = "/usr/local/bin:/usr/bin";

/** A Node of that major version on the PATH or where systems keep theirs; undefined if there is none. */
export function findOldestNode(): string | undefined {
  const programs = [...programsOnPath("node"), ...programsOnPath("node", USUAL)];
  return programs.map(lookAt).find((node) => node?.major === OLDEST_MAJOR)?.path;
}

/** The real program behind a Node command: a version manager's is a shim, which elsewhere may run another one. */
function lookAt(program: string): { major: number; path: string } | undefined {
  try {
    const said = execFileSync(program, ["-p", "JSON.stringify([process.versions.node, process.execPath])"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [version, path] = JSON.parse(said) as [string, string];
    return { major: Number.parseInt(version, 10), path };
  } catch {
    return undefined;
  }
}
