"""The story, one module per scene; scenes call ports in the right order and decide nothing."""
