import { followPage } from "./support/follow-page.ts";

followPage("docs/guides/cli.md", { tags: ["thorough"] });
