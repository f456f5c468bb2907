import { followPage } from "./support/follow-page.ts";

followPage("docs/guides/quick-start.md");
