#!/usr/bin/env node
// A file of its own and not the built one, so that installing the workspace before a build can link it.
import '../dist/bin.js';
