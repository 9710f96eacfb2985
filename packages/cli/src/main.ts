#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: without it, half of a command's start goes into reading TypeScript again.
enableCompileCache();
await import("./program/program.ts");
