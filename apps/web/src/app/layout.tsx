import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { ClockProvider } from "~/lib/times/clock.tsx";
import { mono, sans } from "../components/fonts.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Pragma", template: "%s – Pragma" },
  description: "A control plane for declared resources",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1116" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    // The theme's script sets a class before React hydrates.
    <html lang="en" className={`${sans.variable} ${mono.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
          <ClockProvider renderedAt={Date.now()}>{children}</ClockProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
