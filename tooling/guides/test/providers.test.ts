import { followPage, WITH_PACKAGES_MS } from "./support/follow-page.ts";

followPage("docs/guides/providers.md", { patience: WITH_PACKAGES_MS });
