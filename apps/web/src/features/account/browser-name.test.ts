import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/149.0.0.0 Safari/537.36`, "Chrome 149 on Windows"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/149.0.0.0 Safari/537.36 Edg/149.0.1.2`,
    "Edge 149 on Windows",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} HeadlessChrome/149.0.0.0 Safari/537.36`, "Chrome 149 on Linux"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox 150 on Linux"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    "Safari 26 on macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/149.0.1 Mobile/15E148 Safari/604.1",
    "Chrome 149 on iPhone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 15; K) ${KIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet 28 on Android",
  ],
  ["curl/8.9.1", "curl 8"],
  ["something of its own", "Unknown browser"],
  ["", "Unknown browser"],
  [null, "Unknown browser"],
])("%j", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
