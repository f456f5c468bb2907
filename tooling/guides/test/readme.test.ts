import { followPage } from "./support/follow-page.ts";

followPage("README.md");
