"""Bakes a batch of bread, loaf by loaf. `python3 bake.py 5 --burn` ends in smoke."""

import sys
import time

loaves = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 20
burn = "--burn" in sys.argv

for loaf in range(1, loaves + 1):
    done = 30 * loaf // loaves
    print(f"\r\033[33m{'█' * done}{'░' * (30 - done)}\033[0m {loaf}/{loaves} loaves", end="", flush=True)
    time.sleep(0.25)
print()

if burn:
    sys.exit("The oven was left on.")
print("Fresh bread!")
