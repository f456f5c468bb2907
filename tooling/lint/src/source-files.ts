import { execFileSync } from "node:child_process";

/**
 * The source files of the repository below some folders, without tests and what only builds.
 * @throws Error if there are none: a folder that was renamed would never be looked at again
 */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  const files = repositoryFiles(root, folders).filter(
    (file) => /\/src\/.*\.(?:ts|tsx)$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
  if (files.length === 0) throw new Error(`There are no sources below ${folders.join(", ")}`);
  return files;
}

/** Files of the repository, committed or new. @param patterns of git */
export function repositoryFiles(root: string, patterns: readonly string[]): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...patterns], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split("\n").filter((line) => line !== "");
}
