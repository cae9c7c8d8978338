// Preload for Azurite: ends it when whoever started it is gone, even if that was killed, for then standard input closes.
// This file lies in the server's temporary folder, which goes with it.
const { rmSync } = require('fs');
process.stdin.on('close', () => {
  rmSync(__dirname, { recursive: true, force: true });
  process.exit();
});
process.stdin.resume();
