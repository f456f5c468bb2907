import { followPage } from "./support/follow-page.ts";

// As many attempts as the page tells of, without its delays.
followPage("docs/guides/concepts.md", {
  env: { PRAGMA_MAX_ATTEMPTS: "5", PRAGMA_RETRY_BASE_DELAY_MS: "1", PRAGMA_EGRESS_ALLOW: "http=127.0.0.1" },
  tags: ["thorough"],
});
