/** A guide of `docs`, as the dashboard shows it. */
export interface Guide {
  title: string;
  /** Its parts, in order. */
  headings: readonly { id: string; text: string }[];
  /** All but the title. Made from our own text, and from nothing else. */
  html: string;
}

/** The guides by name, each a file of `docs`, in the order in which they are listed. */
export const GUIDES: Readonly<Record<string, { title: string; file: string }>> = {
  "quick-start": { title: "Quick start", file: "guides/quick-start.md" },
  concepts: { title: "Concepts", file: "guides/concepts.md" },
  adopt: { title: "Bring in what exists", file: "guides/adopt.md" },
  drift: { title: "When someone changed it by hand", file: "guides/drift.md" },
  dashboard: { title: "The dashboard", file: "guides/dashboard.md" },
  cli: { title: "The command line", file: "guides/cli.md" },
  rest: { title: "The REST API", file: "guides/rest.md" },
  sdk: { title: "The SDK", file: "guides/sdk.md" },
  providers: { title: "Writing a provider", file: "guides/providers.md" },
  ci: { title: "Pull requests and CI", file: "guides/ci.md" },
  operating: { title: "Operating Pragma", file: "guides/operating.md" },
  settings: { title: "Settings", file: "settings.md" },
  errors: { title: "Errors", file: "errors.md" },
  security: { title: "Security", file: "security.md" },
  "provider-protocol": { title: "The provider protocol", file: "provider-protocol.md" },
};
