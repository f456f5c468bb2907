import { followPage } from "./support/follow-page.ts";

followPage("docs/guides/rest.md", { tags: ["thorough"] });
