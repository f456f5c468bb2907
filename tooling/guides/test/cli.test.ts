import { followPage, WITH_PACKAGES_MS } from "./support/follow-page.ts";

followPage("docs/guides/cli.md", { patience: WITH_PACKAGES_MS, tags: ["thorough"] });
