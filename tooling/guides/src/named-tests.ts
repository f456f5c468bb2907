/** A test that a page names. */
export interface NamedTest {
  /** From the root of the repository. */
  file: string;
  title: string | null;
}

/** The tests that a text names: a file in code style, and in quotes after it the title of one of its tests. */
export function namedTests(markdown: string): NamedTest[] {
  return [...markdown.matchAll(/`([^`\s]+\.(?:test|spec)\.tsx?)`(?: "([^"]+)")?/g)].map(([, file = "", title]) => ({
    file,
    title: title ?? null,
  }));
}
