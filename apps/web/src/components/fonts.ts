import localFont from "next/font/local";

/*
 * The letters of most pages. Next.js tells browsers to load these files beside the styles, so that no text is laid out
 * anew once they are there; where they come late all the same, globals.css has what is as wide. Other alphabets follow from
 * there as pages need them.
 */

export const sans = localFont({
  src: "../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-latin-sans",
  adjustFontFallback: false,
});

export const mono = localFont({
  src: "../../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  weight: "100 800",
  variable: "--font-latin-mono",
  adjustFontFallback: false,
});
