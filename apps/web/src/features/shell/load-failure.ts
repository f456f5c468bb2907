import type { ComponentType } from "react";
import { isMissingPart, loadPart } from "~/lib/load-part.ts";

/**
 * Loads what replaces a page that failed: every page brings its error boundaries along, and next to none shows them.
 * @param load imports it
 * @param missing instead of it, for a server that answers and has it no more
 */
export async function loadFailure<Props>(
  load: () => Promise<ComponentType<Props>>,
  missing: ComponentType<Props>,
): Promise<{ default: ComponentType<Props> }> {
  let tries = 0;
  try {
    const loaded = await loadPart(() => {
      tries += 1;
      return load();
    });
    // The server has been away until now, and may be why the page failed.
    if (tries > 1) location.reload();
    return { default: loaded };
  } catch (error) {
    if (!isMissingPart(error)) throw error;
    return { default: missing };
  }
}
