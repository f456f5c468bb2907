"use client";

import type { DropdownMenu } from "radix-ui";
import { createContext, useContext } from "react";

export type MenuPrimitive = typeof DropdownMenu;

const Context = createContext<MenuPrimitive | null>(null);

/** Gives the items of a menu the library that they are made of: pages name items long before it is loaded. */
export const MenuPrimitiveProvider = Context.Provider;

/** Only within an open `Menu`. */
export function useMenuPrimitive(): MenuPrimitive {
  const primitive = useContext(Context);
  if (!primitive) throw new Error("Items of a menu must be within a Menu");
  return primitive;
}
