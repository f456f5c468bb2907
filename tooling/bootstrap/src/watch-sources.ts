import { once } from "node:events";
// Not `fs.watch`: on Linux that loses a file that is replaced, and most editors and git replace files.
import { watch } from "chokidar";

/** An editor writes several files, and some of them twice; a checkout writes hundreds. */
const QUIET_MS = 150;

/**
 * Calls back with the files that changed below some folders, once they have been left alone for a moment. Resolves once
 * no change is missed any more.
 *
 * @returns a function that ends it
 */
export async function watchSources(
  folders: readonly string[],
  onChange: (files: string[]) => void,
): Promise<() => Promise<void>> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const files = [...changed];
    changed.clear();
    onChange(files);
  };
  const watcher = watch([...folders], { ignoreInitial: true });
  watcher.on("all", (_event, file) => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(tell, QUIET_MS);
  });
  await once(watcher, "ready");
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
