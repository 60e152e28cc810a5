"""Whose variable it is: what each process holds of each kind, who wrote last, what an access costs."""
