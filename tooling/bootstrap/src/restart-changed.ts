import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Supervised } from "./supervise.ts";
import { watchSources } from "./watch-sources.ts";
import { appsBySource } from "./workspace-sources.ts";

/**
 * Starts programs again when the sources that they run change.
 *
 * @param services by the name of their app
 * @returns a function that ends it
 */
export async function restartChanged(
  root: string,
  services: ReadonlyMap<string, Supervised>,
  report: (line: string) => void,
): Promise<() => Promise<void>> {
  const appsOf = await appsBySource(root, [...services.keys()]);
  return await watchSources(await sourceFolders(root), (files) => {
    const sources = files.filter((file) => appsOf(file).length > 0);
    const apps = [...new Set(sources.flatMap(appsOf))];
    if (apps.length === 0) return;
    const [first = "", ...others] = sources.map((file) => relative(root, file));
    report(`${first}${others.length > 0 ? ` and ${others.length} more` : ""} changed: restarting ${apps.join(", ")}`);
    for (const app of apps) services.get(app)?.restart();
  });
}

async function sourceFolders(root: string): Promise<string[]> {
  const groups = ["apps", "packages"].map(async (group) =>
    (await readdir(join(root, group))).map((name) => join(root, group, name, "src")),
  );
  return (await Promise.all(groups)).flat().filter((folder) => existsSync(folder));
}
