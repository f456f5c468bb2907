import { expect, it } from "vitest";
import { targetHref } from "./target-href.ts";

it.each([
  ["resource.apply", "resource:pragma_config_a", "/resources/view/resource%3Apragma_config_a"],
  ["dead_letter.retry", "resource:pragma_config_a", "/resources/view/resource%3Apragma_config_a"],
  ["change.apply", "0190c5a2-0000-7000-8000-000000000000", "/changes/0190c5a2-0000-7000-8000-000000000000"],
  ["provider.deploy", "shop", "/providers/shop"],
  ["provider.push", "../x", null],
  ["token.create", "0190c5a2-0000-7000-8000-000000000000", null],
])("%s of %s leads to %s", (action, target, href) => {
  expect(targetHref({ action, target })).toBe(href);
});
