/** The mark of the dashboard. In the page itself: browsers ask for /favicon.ico otherwise, which takes a token here. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><style>g{color:#3b4fd8}@media (prefers-color-scheme:dark){g{color:#8b9bff}}</style><g><path d="M6 6.5v7a4 4 0 0 0 4 4h4M6 10.5h8" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><g fill="currentColor"><circle cx="6" cy="5" r="2.75"/><circle cx="17" cy="10.5" r="2.75"/><circle cx="17" cy="17.5" r="2.75"/></g></g></svg>`;

const ICON_URL = `data:image/svg+xml;base64,${Buffer.from(ICON).toString("base64")}`;

/** Adds what Scalar's page leaves out and has no option for: its language (WCAG 3.1.1), and an icon before its script runs. */
export function completePage(html: string): string {
  return html
    .replace("<html>", '<html lang="en">')
    .replace("</title>", `</title>\n    <link rel="icon" href="${ICON_URL}" />`);
}
