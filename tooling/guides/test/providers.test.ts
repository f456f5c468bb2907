import { followPage } from "./support/follow-page.ts";

followPage("docs/guides/providers.md", {
  env: { PRAGMA_EGRESS_ALLOW: "127.0.0.1:4010" },
  tags: ["thorough"],
});
