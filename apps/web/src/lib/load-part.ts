const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** With a server that answers: it may have come back since the last try, or may be one of several. */
const TRIES_WITH_SERVER = 3;

/** Options of `loadPart`, apart from what it loads. */
export interface LoadPartOptions {
  /** Whether the dashboard's server answers at all. */
  isServerThere?: () => Promise<boolean>;
  pause?: (milliseconds: number) => Promise<void>;
}

/**
 * Loads a part of a page that is not in its first files, for `next/dynamic` and `import()`. React never asks again for
 * a part that could not be loaded, so a moment without network would replace the page by an error. While the server
 * does not answer, this keeps trying, with pauses of 0.5 to 8 s.
 *
 * @param load imports the file
 * @throws what `load` threw, for anything but a missing file (`isMissingPart`), and for a file that a server which
 *   answers does not have after 3 tries: it has been upgraded, and only a reload of the page helps
 */
export async function loadPart<Part>(load: () => Promise<Part>, options: LoadPartOptions = {}): Promise<Part> {
  const { isServerThere = askServer, pause = wait } = options;
  for (let tries = 1, triesWithServer = 0; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (!isMissingPart(error)) throw error;
      if (await isServerThere()) triesWithServer++;
      if (triesWithServer >= TRIES_WITH_SERVER) throw error;
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
    }
  }
}

/** Whether an error says that a file of the dashboard could not be loaded, in the words of the bundler's loader. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && error.name === "ChunkLoadError";
}

async function askServer(): Promise<boolean> {
  try {
    const { ok } = await fetch("/icon.svg", { method: "HEAD", cache: "no-store" });
    return ok;
  } catch {
    return false;
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
