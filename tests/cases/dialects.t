What is read: numbers, names, operators and calls as the tools and people write
them. `means` prints each output as infix text.

Numbers.

  $ means -e '1e5 + 1.0e-5 + .5 + 5. - 1.5f3' -e 'x * 2.09e8 - 1e-001'
  y0 = 100000 + 0.00001 + 0.5 + 5 - 1500
  y1 = x * 209000000 - 0.1
  $ means -e '1.0im'
  -e:1:1: error: complex numbers have no meaning in hardware
  $ means -e 'x + nan'
  -e:1:5: error: 'nan' is not a number
  $ means -e '1.5.2'
  -e:1:1: error: malformed number, or an operator is missing after it

Signs, and the base of a power.

  $ means -e 'x - -1' -e '-x + +x' -e '2*-3 + a ^ -b' -e '-2 ^ b'
  y0 = x - -1
  y1 = (-x) + x
  y2 = 2 * -3 + a ^ (-b)
  y3 = -(2 ^ b)
  $ means -e 'x - -0.94 ^ b' --dialect julia
  y = x - (-0.94) ^ b
  $ means -e 'x^-2.5e-1 ** y'
  y = x ^ (-(0.25 ^ y))

Products without an operator.

  $ means -e '2x^2' -e '-2(x + 1)' -e '2sin(x)*y'
  y0 = 2 * x ^ 2
  y1 = -(2 * (x + 1))
  y2 = 2 * sin(x) * y
  $ means -e '1/2x'
  -e:1:1: error: 1/2x may be (1/2)*x or 1/(2*x): write the brackets
  $ means -e '(X_0)(2)(cos(X_1)) + (|X_1|)^(0.5)' --dialect bingo
  y = X_0 * 2 * cos(X_1) + abs(X_1) ^ 0.5
  $ means -e '0x1f'
  -e:1:1: error: malformed number, or an operator is missing after it

Operators in words and in signs of their own.

  $ means -e 'x1aq0.99' --dialect gomea
  y = x1 / sqrt(1 + square(0.99))
  $ means -e '(x1+2)aqcos(x0aqx0)' -e '(x0)p/(x1)' --dialect gomea
  y0 = (x1 + 2) / sqrt(1 + square(cos(x0 / sqrt(1 + square(x0)))))
  y1 = sign(x1) * x0 / (1e-6 + abs(x1))
  $ means -e '(x_0)**2+¬(x_1)' -e 'sqrt(max(1.0,x_0))' -e 'sqrt(max(0,x_0))' --dialect gomea
  y0 = x_0 ^ 2 + (-x_1)
  y1 = log(max(1, x_0))
  y2 = sqrt(abs(max(0, x_0)))
  $ means -e '(3.79 add (-1.48 mul x_1)) div x_0' --dialect e2e
  y = (3.79 + (-1.48) * x_1) / x_0
  $ means -e 'a × b ⋅ c ÷ d − e' -e 'x ≤ y' -e '|x - |y|| + x!'
  y0 = a * b * c / d - e
  y1 = 1 - greater(x, y)
  y2 = abs(x - abs(y)) + gamma(x + 1)

Names.

  $ means -e 'x[:,0] + x[1] + X_2 + x₃ + col4 + u(5)' -e "'mass of W' + \"x y\""
  y0 = x0 + x1 + X_2 + x₃ + col4 + u5
  y1 = mass of W + x y
  $ means -e 'np.sin(x) + sympy.Abs(y) + torch.exp(z)' -e 'Sin(x) + Max(x, y)'
  y0 = sin(x) + abs(y) + exp(z)
  y1 = sin(x) + max(x, y)
  $ means -e 'I + E + N + S + gamma + beta + lambda + Δx' -e 'π + ℯ'
  y0 = I + E + N + S + gamma + beta + lambda + Δx
  y1 = pi + exp(1)
  $ means -e 'E + gamma' --dialect sympy
  y = exp(1) + gamma
  $ means -e "y' = 2*x" ; means -e 'f(x, y) = x + y'
  y = 2 * x
  y = x + y
  $ means -e 'x[1, 2]'
  -e:1:2: error: an index is one number, as in x[0] or x[:,0]

Synonyms and choices.

  $ means -e 'ln(x) + arcsin(x) + fabs(x) + sgn(x)' -e 'POW(x, 2) - sqr(x)' -e 'ceiling(x) + ceil(y)'
  y0 = log(x) + asin(x) + abs(x) + sign(x)
  y1 = x ^ 2 - x ^ 2
  y2 = ceil(x) + ceil(y)
  $ means -e 'logistic(x) + sig(x)' -e 'gaussian(x)' -e 'cot(x)' -e 'Heaviside(x)' -e 'pow2(x) + pow3(x)'
  y0 = sigmoid(x) + sigmoid(x)
  y1 = gauss(x)
  y2 = cos(x) / sin(x)
  y3 = (1 + sign(x)) / 2
  y4 = x ^ 2 + x ^ 3
  $ means -e 'IF(GT(x, 1), 1, 0)' -e 'x > 0 ? x : -x' -e 'x if x > 0 else y' -e 'cond(x, y)' -e 'np.where(x, y, z)'
  y0 = ifelse(greater(x, 1), 1, 0)
  y1 = ifelse(greater(x, 0), x, -x)
  y2 = ifelse(greater(x, 0), x, y)
  y3 = cond(x, y)
  y4 = ifelse(x, y, z)
  $ means -e 'Piecewise((x, x > 0), (0, True))' -e 'Piecewise((x, x > 0))' --dialect sympy
  y0 = ifelse(greater(x, 0), x, 0)
  y1 = ifelse(greater(x, 0), x, inv(0))
  $ means -e 'max(x, y, z)' -e 'clip(x, 0, 1)' -e 'fma(x, y, z)' -e 'muladd(x, y, z)'
  y0 = max(max(x, y), z)
  y1 = min(max(x, 0), 1)
  y2 = x * y + z
  y3 = x * y + z
  $ means -e 'max(x, y, 1.0)' -e 'fma(x, y, 2.0)' -e 'less_equal(x, y)' --dialect julia
  y0 = max(max(x, y), 1)
  y1 = x * y + 2
  y2 = 1 - greater(x, y)

Protected operators, each with its tool's meaning.

  $ means -e 'div(X0, X1)' -e 'log(X0)' -e 'sqrt(X0)' -e 'inv(X0)' --dialect gplearn
  y0 = X0 * cond(abs(X1) - 0.001, sign(X1) / max(abs(X1), 0.001)) +...
  y1 = cond(abs(X0) - 0.001, log(max(abs(X0), 0.001)))
  y2 = sqrt(abs(X0))
  y3 = cond(abs(X0) - 0.001, sign(X0) / max(abs(X0), 0.001))
  $ means -e 'plog(x0)' -e 'sqrt(x0)' --dialect gomea
  y0 = log(abs(x0) + 1 - sign(abs(x0)))
  y1 = sqrt(abs(x0))
  $ means -e 'log(X_0)' -e 'sqrt(X_0)' --dialect bingo
  y0 = log(abs(X_0))
  y1 = sqrt(abs(X_0))
  $ means -e 'pow(x, y)' -e 'log_abs(x)' -e 'sqrt_abs(x)' --dialect julia2021
  y0 = abs(x) ^ y
  y1 = log(abs(x) + 1e-8)
  y2 = sqrt(abs(x))
  $ means -e 'powm(x, y) + sqrtm(x)' -e 'logm(x)' --dialect julia2021
  y0 = abs(x) ^ y + sqrt(abs(x))
  y1 = log(abs(x) + 1e-8)

What PySR's users define is theirs.

  $ means -e 'sq(x) + gaussian(x)' --dialect julia
  -e:1:1: error: unknown function 'sq'
  -e:1:9: error: unknown function 'gaussian'
  $ means -e 'step(x)' --dialect julia
  -e:1:1: error: unknown function 'step'
  $ means -e 'LAG(x, -1)'
  -e:1:1: error: unknown function 'LAG'

Definitions: Julia's and Python's.

  $ means -e 'f(x)' --define 'f(x) = x > 0 ? 2x^2 : -x'
  y = ifelse(greater(x, 0), 2 * x ^ 2, -x)
  $ means -e 'f(x)' --define 'f(x::T) where {T <: Real} = x > 0 ? log(x) : T(NaN)'
  y = ifelse(greater(x, 0), log(x), inv(0))
  $ means -e 'f(x)' --define 'f(x) = x <= 0 ? convert(typeof(x), NaN) : log(x)'
  y = ifelse(1 - greater(x, 0), inv(0), log(x))
  $ means -e 'f(x)' --define 'f(x) = ifelse(x > zero(x), sqrt(x), oftype(x, 1f0))'
  y = ifelse(greater(x, 0), sqrt(x), 1)
  $ means -e 'f(x, y)' --define 'f = lambda x, y: np.where((x > 0) & (y > 0), x, 0)'
  y = ifelse(greater(min(greater(x, 0), greater(y, 0)), 0), x, 0)
  $ means -e 'f(x)' --define '"f": lambda x: sympy.Piecewise((x, x >= 0), (0, True))'
  y = ifelse(1 - greater(0, x), x, 0)
  $ means -e 'f(x)' --define 'f = x -> x < 0 || x > 1 ? 0.5 : x'
  y = ifelse(greater(max(greater(0, x), greater(x, 1)), 0), 0.5, x...
  $ means -e 'f(x)' --define 'f(x) = min(x, Inf)'
  --define:1:15: error: 'Inf' is not a number
  $ means -e 'T(x)'
  -e:1:1: error: unknown function 'T'
